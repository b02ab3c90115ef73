"""Who and where: districts, unions, enterprises, workers and staff accounts."""
