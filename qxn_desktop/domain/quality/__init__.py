"""数据体检: rules that look for faults in the registers. They only hint; people correct."""
