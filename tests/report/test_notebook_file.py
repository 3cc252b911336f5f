import json

from hcc_analysis.report.notebook_file import settle


def executed(pid, time, id):
    return json.dumps(
        {
            "metadata": {"papermill": {"start_time": time, "parameters": {"data": "d"}, "output_path": pid}},
            "nbformat": 4,
            "nbformat_minor": 5,
            "cells": [
                {
                    "cell_type": "code",
                    "id": id,
                    "metadata": {"tags": ["injected-parameters"], "papermill": {"duration": time}},
                    "source": "x = 1",
                    "execution_count": 1,
                    "outputs": [
                        {"output_type": "stream", "name": "stderr", "text": [f"/tmp/ipykernel_{pid}/1.py: w"]}
                    ],
                }
            ],
        }
    )


def test_two_runs_settle_to_the_same_text():
    assert settle(executed("12", "9:00", "a1")) == settle(executed("34", "9:05", "b2"))


def test_the_parameters_stay():
    notebook = json.loads(settle(executed("12", "9:00", "a1")))
    assert notebook["metadata"]["papermill"] == {"parameters": {"data": "d"}}


def test_half_a_surrogate_pair_becomes_writable():
    text = executed("1", "2", "c").replace("x = 1", "x = '\\ud800'")
    assert settle(text).encode("utf-8")
