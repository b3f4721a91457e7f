"""The deadline calculator: any events in, the date and its working out."""
