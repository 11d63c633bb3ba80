// Predicts every folder of patients below one folder into one CSV file, which goes on where it was left.
// Research use only: not a medical device.
//   in Fiji:   Plugins > Macros > Run...
//   headless:  fiji --headless -macro many_folders.ijm "/data/patients,/data/all.csv,models/demo"
arguments = split(getArgument(), ",");
if (arguments.length == 0) {
    patients = getDirectory("Folder of patients");
    results = getDirectory("Folder for the results") + "predictions.csv";
    model = "models/demo";
} else if (arguments.length == 3) {
    patients = arguments[0];
    results = arguments[1];
    model = arguments[2];
} else {
    exit("Give the folder of patients, the CSV file and the model's folder, with commas between them.");
}
run("Predict Folder of Patients...", "path=[" + patients + "] model=[" + model + "] results=[" + results
    + "] resume=true");
rows = split(File.openAsString(results), "\n");
print((rows.length - 1) + " patients stand in " + results);
