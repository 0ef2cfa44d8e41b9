"""Matchmaker: postings, recommendations, meetings, deals and indicators of science and business."""
