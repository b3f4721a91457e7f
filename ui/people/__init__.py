"""The screens about people: the list, and one page for each."""
