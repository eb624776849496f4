"""What only this publication can check of itself: that each value, gap, change and verdict follows from what is printed."""
