"""What keeps a visit when the disk does not, tested part by part."""
