"""What the report gets wrong: percentages, sums, claims and slips, each checked; what fails is a finding."""
