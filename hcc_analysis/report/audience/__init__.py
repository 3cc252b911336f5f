"""What a report holds back, by who will read it: single patients, small numbers, dates."""
