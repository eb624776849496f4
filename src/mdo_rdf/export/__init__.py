"""The figures as flat records, and the formats that they are written in."""
