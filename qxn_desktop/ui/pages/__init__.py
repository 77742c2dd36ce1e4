"""The pages of the window, one file each; ``qxn_desktop.ui.navigation`` lists them."""
