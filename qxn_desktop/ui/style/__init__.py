"""How everything looks: colours, sizes, typefaces, icons, and the style sheet made of them."""
