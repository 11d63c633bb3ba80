// Predicts a folder of patients and prints the likeliest disease of each. Research use only: not a medical device.
//   headless:  fiji --headless --run one_folder.groovy "patients='/data/patients',results='/data/all.csv'"
#@ CommandService commands
#@ File (label = "Folder of patients", style = "directory") patients
#@ File (label = "CSV file of the results", style = "save") results

command = commands.run("org.slicelstm.fiji.PredictFolder", true,
        "path", patients.path, "results", results.path, "model", "models/demo").get().getCommand()
// Not each: what a script's last line gives Fiji tries to show, and warns where it cannot.
for (patient in command.predictions()) {
    if (patient.error() != null) {
        println(patient.patient() + ": " + patient.error())
    } else {
        likeliest = patient.probabilities().max { it.value }
        println(patient.patient() + ": " + likeliest.key + " " + likeliest.value)
    }
}
