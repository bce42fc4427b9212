namespace ModelGen.Samples;

/// <summary>The user asked for something that cannot be done. The message is one sentence that says what to do.</summary>
public sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
