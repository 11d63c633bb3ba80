"""Reference bytes of EventFileTest (tensorboard)."""
import io
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


file = io.BytesIO()
writer = RecordWriter(file)
wall_time = 1700000000.25
writer.write(Event(wall_time=wall_time, file_version="brain.Event:2").SerializeToString())
writer.write(Event(wall_time=wall_time, step=300, session_log=SessionLog(status=SessionLog.START)).SerializeToString())
values = [("loss", .25), ("accuracy", 1), ("recall", .75), ("f1", .5)]
summary = Summary(value=[Summary.Value(tag="validation/all/" + n, simple_value=v) for n, v in values])
writer.write(Event(wall_time=wall_time, step=300, summary=summary).SerializeToString())
summary = Summary(value=[Summary.Value(tag="learning_rate", simple_value=1e-4)])
writer.write(Event(wall_time=wall_time, step=301, summary=summary).SerializeToString())
print(file.getvalue().hex())
