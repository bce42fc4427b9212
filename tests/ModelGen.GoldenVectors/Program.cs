using ModelGen.GoldenVectors;
using ModelGen.Libtorch;

if (args is not [string folder])
{
    Console.Error.WriteLine("Say where the golden files belong: dotnet run -c Release --project tests/ModelGen.GoldenVectors -- tests/ModelGen.Numerics.Tests/Golden");
    return 2;
}

if (LibtorchLibrary.TryLoad() is string missing)
{
    Console.Error.WriteLine(missing);
    return 2;
}

Directory.CreateDirectory(folder);
try
{
    CaseVectors.Write(folder);
    BatchNormVectors.Write(folder);
    TrainingVectors.WriteTrajectories(folder);
    TrainingVectors.WriteCurve(folder);
    FurtherTrainingVectors.WriteTrajectories(folder);
    FurtherTrainingVectors.WriteRates(folder);
}
catch (InvalidDataException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}

Console.WriteLine($"{Directory.GetFiles(folder).Length} files, {Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length) / 1024} KiB in {folder}");
return 0;
