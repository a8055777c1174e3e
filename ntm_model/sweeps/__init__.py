"""Many trainings that differ in their seed alone, side by side, and what came of them all.

Each seed is a run of ``ntm-model train`` in a process of its own, so that one that dies takes
nothing along, and in a folder of its own, so that it can be looked at like any other::

    sweep.json                    what is swept
    seed-007/                     a run folder (see ntm_model.runs)
    seed-007/test.json            the trained network on other sizes, where that was asked for
    summary.json                  how many converged; median and worst of all seeds
"""
