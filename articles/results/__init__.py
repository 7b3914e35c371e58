"""What a search finds, as readers meet it: pages of rows, counts beside filters, matches over time."""
