namespace Mnist;

/// <summary>The user asked for something that cannot be done. The message is one sentence that says what to do.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
