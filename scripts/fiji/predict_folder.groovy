// Predicts a folder of patients and prints the likeliest disease of each. Research use only: not a medical device.
//   headless:  fiji --headless --run predict_folder.groovy "patients='/data/patients',results='/data/all.csv'"
#@ CommandService commands
#@ String patients
#@ String results

command = commands.run("org.slicelstm.fiji.PredictFolder", true,
        "path", patients, "results", results, "model", "models/demo").get().getCommand()
command.predictions().each { patient ->
    if (patient.error() != null) {
        println(patient.patient() + ": " + patient.error())
    } else {
        likeliest = patient.probabilities().max { it.value }
        println(patient.patient() + ": " + likeliest.key + " " + likeliest.value)
    }
}
