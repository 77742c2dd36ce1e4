"""Benchmarks: each measures something beside a baseline in the same run, against a target."""
