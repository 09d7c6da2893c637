"""Answers the questions of a Whittle that started this Python: JSON objects over file descriptor 3, one a line, one answer each."""
import json
import os
import traceback

CHANNEL = 3


def serve(actions, words):
    """Lets `actions[question['do']]` answer until the channel closes. What it raises is the answer {"error": words(error)}."""
    os.set_inheritable(CHANNEL, False)
    with os.fdopen(CHANNEL, 'r+b', buffering=0) as channel, os.fdopen(os.dup(CHANNEL), 'rb') as questions:
        for line in questions:
            question = json.loads(line)
            try:
                answer = actions[question['do']](question)
            except Exception as error:
                traceback.print_exc()
                answer = {'error': words(error)}
            channel.write(json.dumps(answer).encode() + b'\n')
