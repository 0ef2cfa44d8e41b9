"""The annual report: bodies submit by 1 April, the ministry consolidates and publishes by 1 May."""
