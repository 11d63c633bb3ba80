# Predicts the active image and prints what each slice adds. Jython. Research use only: not a medical device.
#@ CommandService commands
#@ ImagePlus image

command = commands.run("org.slicelstm.fiji.PredictPatient", True,
                       ["image", image, "model", "models/demo", "evidence", "64"]).get().getCommand()
patient = command.predictions()[0]
for label in patient.probabilities():
    print("%s: %.3f" % (label, patient.probabilities()[label]))
    if patient.evidence() is not None:
        print("  " + ", ".join("%+.2f" % each for each in patient.evidence()[label]))
