using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGen.Data;
using ModelGen.Samples;

namespace ImageClassifier;

/// <summary>What must be known besides the weights to name a picture: the classes, and how the pictures were normalised. It lies beside the weights, as JSON.</summary>
/// <param name="ClassNames">What each class is, by its number.</param>
/// <param name="Statistics">Mean and deviation of the pictures that were trained on.</param>
internal sealed record Knowledge(string[] ClassNames, ChannelStatistics Statistics)
{
    /// <summary>Writes it beside the weights.</summary>
    public void Save(string weights)
    {
        try
        {
            File.WriteAllText(FileOf(weights), JsonSerializer.Serialize(this, KnowledgeContext.Default.Knowledge));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    /// <summary>Reads what lies beside the weights.</summary>
    /// <exception cref="UsageException">Nothing does, or something else.</exception>
    public static Knowledge Load(string weights)
    {
        string path = FileOf(weights);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), KnowledgeContext.Default.Knowledge)
                ?? throw new UsageException($"'{path}' says nothing: train again without --predict.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"'{path}', which is written beside the weights, cannot be read: train first, without --predict.", exception);
        }
    }

    private static string FileOf(string weights) => Path.ChangeExtension(weights, ".json");
}

[JsonSourceGenerationOptions(WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Knowledge))]
internal sealed partial class KnowledgeContext : JsonSerializerContext;
