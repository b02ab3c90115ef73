"""The union workbench (工会工作台): one library behind the apps, the notebooks and the commands."""

__version__ = "0.3.0"
