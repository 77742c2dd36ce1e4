"""Official documents: figures in, PDF and .docx out. Cannot query."""
