namespace Mnist;

/// <summary>What the command line asks for.</summary>
/// <param name="Dataset">mnist, fashion-mnist or digits.</param>
/// <param name="Data">The folder of the dataset's files, or null to look in the usual places.</param>
/// <param name="Epochs">How often every sample is seen.</param>
/// <param name="Batch">The samples of one step.</param>
/// <param name="Seed">The seed of the first weights and of the order of the samples.</param>
/// <param name="Threads">The threads to compute with; 0 for one on each processor.</param>
/// <param name="Device">cpu or cuda.</param>
/// <param name="Limit">The number of training samples to use, or null for all.</param>
/// <param name="Out">The file the weights go to.</param>
internal sealed record TrainingOptions(string Dataset, string? Data, int Epochs, int Batch, ulong Seed, int Threads, string Device, int? Limit, string Out);
