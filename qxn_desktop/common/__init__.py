"""What every layer may use: errors, clocks, ids, paths, bundled resources."""
