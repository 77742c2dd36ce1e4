"""The parts of a clerk's day that ``tests/ui/test_day.py`` walks one after the other."""
