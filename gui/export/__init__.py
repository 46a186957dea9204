"""From predictions that were read to a file that is proven: plan, run, rows file, assembly, proof, report."""
