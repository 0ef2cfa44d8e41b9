"""The way a deal goes: one table of stages and verbs, what each step needs, and the one action that takes it."""
