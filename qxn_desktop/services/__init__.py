"""Use cases: authorise, apply the rules, write through the one door."""
