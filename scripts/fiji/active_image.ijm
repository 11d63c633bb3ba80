// Predicts the active image and reads one probability back, in a window and headless.
// Research use only: not a medical device.
//   in Fiji:   open a stack, then Plugins > Macros > Run...
//   headless:  fiji --headless -macro active_image.ijm "/data/stack.tif"
label = "hemorrhage";
if (getArgument() != "") {
    open(getArgument());
}
csv = getDirectory("temp") + "slicelstm-active-image.csv";
if (File.exists(csv)) {
    File.delete(csv);
}
run("Predict Patient...", "source=[open image] model=models/demo plot=false csv=[" + csv + "]");
rows = split(File.openAsString(csv), "\n");
columns = split(rows[0], ",");
cells = split(rows[rows.length - 1], ",");
for (i = 0; i < columns.length; i++) {
    if (columns[i] == label) {
        probability = parseFloat(cells[i]);
    }
}
print(label + ": " + probability);
