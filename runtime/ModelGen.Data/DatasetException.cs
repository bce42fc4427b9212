namespace ModelGen.Data;

/// <summary>A dataset cannot be read or stored. The message is one sentence for the user that names the file or folder and says what to do.</summary>
public sealed class DatasetException(string message, Exception? innerException = null) : IOException(message, innerException);
