System.Console.WriteLine("The sample follows.");
