using System.CommandLine;
using Mnist;
using ModelGen;
using ModelGen.Data;

const int MistakeOfTheUser = 2;

try
{
    ParseResult parsed = CommandLine.Create(Trainer.Run).Parse(args);
    if (parsed.Errors.Count > 0)
    {
        Console.Error.WriteLine(parsed.Errors[0].Message);
        return MistakeOfTheUser;
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is UsageException or DatasetException or DeviceException)
{
    Console.Error.WriteLine(exception.Message);
    return MistakeOfTheUser;
}
