namespace ModelGen.Data;

/// <summary>A published dataset of grey images: what it is called, where it lies and how its files are recognised.</summary>
public sealed record ImageDatasetDescription
{
    /// <summary>MNIST: 60,000 and 10,000 handwritten digits of 28×28 (LeCun, Cortes, Burges 1998).</summary>
    public static ImageDatasetDescription Mnist { get; } = new()
    {
        Name = "mnist",
        Title = "MNIST",
        ClassNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        TrainingImages = new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        TrainingLabels = new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        TestImages = new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        TestLabels = new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        Mirrors = [new("http://ossci-datasets.s3.amazonaws.com/mnist/"), new("http://storage.googleapis.com/cvdf-datasets/mnist/")],
        SystemFolders = [],
    };

    /// <summary>Fashion-MNIST: 60,000 and 10,000 pictures of clothes of 28×28 (Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747).</summary>
    public static ImageDatasetDescription FashionMnist { get; } = new()
    {
        Name = "fashion-mnist",
        Title = "Fashion-MNIST",
        ClassNames = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        TrainingImages = new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        TrainingLabels = new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        TestImages = new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        TestLabels = new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        Mirrors =
        [
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            new("http://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
        ],
        SystemFolders = ["/usr/share/datasets/fashion-mnist"],
    };

    /// <summary>The name of its folder and on command lines: <c>fashion-mnist</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name in sentences: <c>Fashion-MNIST</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What each class is, by label.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The images to learn from.</summary>
    public required PublishedFile TrainingImages { get; init; }

    /// <summary>Their labels.</summary>
    public required PublishedFile TrainingLabels { get; init; }

    /// <summary>The images to test with.</summary>
    public required PublishedFile TestImages { get; init; }

    /// <summary>Their labels.</summary>
    public required PublishedFile TestLabels { get; init; }

    /// <summary>The addresses that serve the files, each ending in a slash, in the order to try them.</summary>
    public required IReadOnlyList<Uri> Mirrors { get; init; }

    /// <summary>Where a system's package puts the files.</summary>
    public required IReadOnlyList<string> SystemFolders { get; init; }

    /// <summary>The four files. Those to test with come last: a download cut short never leaves just them, which would pass for a dataset to split.</summary>
    public IReadOnlyList<PublishedFile> Files => [TrainingImages, TrainingLabels, TestImages, TestLabels];
}

/// <summary>A file of a dataset as its authors published it.</summary>
/// <param name="Name">Its name, compressed: <c>train-images-idx3-ubyte.gz</c>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 hexadecimal digits.</param>
public sealed record PublishedFile(string Name, long Length, string Sha256)
{
    /// <summary>The names under which it is found in a folder: compressed, unpacked, and unpacked by tools that put a dot before <c>idx</c>.</summary>
    public IEnumerable<string> NamesInFolders
    {
        get
        {
            string unpacked = Path.GetFileNameWithoutExtension(Name);
            return [Name, unpacked, unpacked.Replace("-idx", ".idx", StringComparison.Ordinal)];
        }
    }
}
