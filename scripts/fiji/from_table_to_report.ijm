// Checks a table of labelled patients, trains a model on it and evaluates the model on patients that were kept back.
// Research use only: not a medical device.
//   in Fiji:   Plugins > Macros > Run...
//   headless:  fiji --headless -macro from_table_to_report.ijm "/data/patients.csv,hemorrhage,/data/run"
arguments = split(getArgument(), ",");
if (arguments.length == 0) {
    table = File.openDialog("Table of patients");
    label = getString("Disease", "hemorrhage");
    folder = getDirectory("Where the run's folder goes") + "run";
} else if (arguments.length == 3) {
    table = arguments[0];
    label = arguments[1];
    folder = arguments[2];
} else {
    exit("Give the table, the disease and the run's new folder, with commas between them.");
}
run("Check Table...", "table=[" + table + "] labels=" + label);
run("Train Model...", "table=[" + table + "] labels=" + label + " recipe=tiny-lstm epochs=30"
    + " validation=0.2 test=0.2 newfolder=[" + folder + "]");
run("Evaluate Model...", "model=[" + folder + "/model] table=[" + table + "] labels=" + label + " splitfile=[" + folder
    + "/split.csv] newfolder=[" + folder + "/report]");
print("The report is in " + folder + "/report");
