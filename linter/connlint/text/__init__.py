"""Source text with positions, closest names, and escaping of foreign text for output."""
