"""What is printed and what editors add, read strictly."""
