"""Capacities: how much a plant takes in or puts out, per what, planned or actual."""
