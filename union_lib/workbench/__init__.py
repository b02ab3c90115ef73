"""The workbench (工作台): what waits for me today, over all areas, and what happened lately."""
