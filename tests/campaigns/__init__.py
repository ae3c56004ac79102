"""Long runs of what the suite tests in short: made inputs by the ten thousand, seeds told."""
