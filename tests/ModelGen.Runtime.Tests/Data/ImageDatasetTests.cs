using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["train-images-idx3-ubyte.gz"] = IdxBytes.Compress(IdxBytes.Images(6)),
        ["train-labels-idx1-ubyte.gz"] = IdxBytes.Compress(IdxBytes.Labels(0, 1, 2, 3, 4, 5)),
        ["t10k-images-idx3-ubyte.gz"] = IdxBytes.Compress(IdxBytes.Images(5)),
        ["t10k-labels-idx1-ubyte.gz"] = IdxBytes.Compress(IdxBytes.Labels(9, 8, 7, 6, 5)),
    };

    private readonly TemporaryFolder folder = new();
    private readonly List<string> reports = [];

    private string Cache => folder.File("cache");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_published_files_are_those_that_are_known() // MNIST's own and Fashion-MNIST's page list the same lengths.
    {
        Assert.Equal(11_594_722, ImageDatasetDescription.Mnist.Files.Sum(file => file.Length));
        Assert.Equal(30_878_645, ImageDatasetDescription.FashionMnist.Files.Sum(file => file.Length));
        Assert.All([.. ImageDatasetDescription.Mnist.Files, .. ImageDatasetDescription.FashionMnist.Files], file => Assert.Equal(32, Convert.FromHexString(file.Sha256).Length));
    }

    [Fact]
    public void The_t10k_files_of_MNIST_have_the_published_checksums()
    {
        string? data = Environment.GetEnvironmentVariable(DatasetFolders.Variable);
        string images = Path.Combine(data ?? string.Empty, "mnist", ImageDatasetDescription.Mnist.TestImages.Name);
        Assert.SkipUnless(File.Exists(images), "$MODELGEN_DATA has no mnist/t10k-images-idx3-ubyte.gz.");
        foreach (PublishedFile file in (PublishedFile[])[ImageDatasetDescription.Mnist.TestImages, ImageDatasetDescription.Mnist.TestLabels])
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(data!, "mnist", file.Name));
            Assert.Equal(file.Length, bytes.Length);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }

    [Fact]
    public void Fashion_MNIST_of_the_system_s_package_is_read()
    {
        Assert.SkipUnless(File.Exists("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"), "Debian's package dataset-fashion-mnist is not installed.");
        ImageDataset dataset = ImageDataset.Load(ImageDatasetDescription.FashionMnist, new() { Cache = Cache }, reports.Add);
        Assert.Equal((60_000, 10_000, 28, 28), (dataset.Training.Count, dataset.Test.Count, dataset.Test.Height, dataset.Test.Width));
        Assert.Equal(6_000, dataset.Training.Labels.Span.Count((byte)4));
        Assert.Equal(["Fashion-MNIST from /usr/share/datasets/fashion-mnist: 60,000 training and 10,000 test images."], reports);
    }

    [Theory]
    [InlineData("")]
    [InlineData("test-set")]
    public void A_folder_is_found_by_its_files_or_by_the_dataset_s_subfolder(string subfolder)
    {
        WriteFiles(subfolder, Files.Keys);
        foreach (DatasetFolders folders in (DatasetFolders[])[new() { Given = folder.Path, Cache = Cache }, new() { Shared = folder.Path, Cache = Cache }])
        {
            ImageDataset dataset = Load(folders);
            Assert.Equal((6, 5), (dataset.Training.Count, dataset.Test.Count));
        }
    }

    [Fact]
    public void Unpacked_files_are_found()
    {
        folder.Write("train-images-idx3-ubyte", IdxBytes.Images(2));
        folder.Write("train-labels.idx1-ubyte", IdxBytes.Labels(0, 1));
        folder.Write("t10k-images.idx3-ubyte", IdxBytes.Images(1));
        folder.Write("t10k-labels-idx1-ubyte", IdxBytes.Labels(2));
        Assert.Equal(2, Load(new() { Given = folder.Path, Cache = Cache }).Training.Count);
    }

    [Fact]
    public void The_folder_given_comes_before_the_shared_one_and_that_before_the_cache()
    {
        WriteFiles("given", Files.Keys);
        WriteFiles("shared", Files.Keys);
        WriteFiles("cache/test-set", Files.Keys);
        Load(new() { Given = folder.File("given"), Shared = folder.File("shared"), Cache = Cache });
        Load(new() { Shared = folder.File("shared"), Cache = Cache });
        Load(new() { Cache = Cache });
        Assert.Equal(["given", "shared", "cache/test-set"], reports.Select(report => Path.GetRelativePath(folder.Path, report.Split(' ')[3].TrimEnd(':'))));
    }

    [Fact]
    public void A_folder_with_only_the_test_files_is_split_and_says_so()
    {
        WriteFiles(string.Empty, Files.Keys.Where(name => name.StartsWith("t10k")));
        ImageDataset dataset = Load(new() { Given = folder.Path, Cache = Cache });
        Assert.Equal([9, 8, 7, 6], dataset.Training.Labels.ToArray());
        Assert.Equal([5], dataset.Test.Labels.ToArray());
        Assert.Equal([$"{folder.Path} holds only the t10k files of Test set: the first 4 of its 5 images are trained on, the last 1 test."], reports);
    }

    [Fact]
    public void A_folder_that_lacks_a_file_names_it()
    {
        WriteFiles(string.Empty, Files.Keys.Where(name => name != "train-labels-idx1-ubyte.gz"));
        DatasetException exception = Assert.Throws<DatasetException>(() => Load(new() { Given = folder.Path, Cache = Cache }));
        Assert.Equal($"The data folder '{folder.Path}' holds only a part of Test set: train-labels-idx1-ubyte.gz is missing.", exception.Message);
    }

    [Fact]
    public void A_given_folder_must_exist_and_hold_the_dataset()
    {
        string missing = folder.File("missing");
        Assert.Equal($"The data folder '{missing}' does not exist.", Assert.Throws<DatasetException>(() => Load(new() { Given = missing, Cache = Cache })).Message);
        Assert.StartsWith($"The data folder '{folder.Path}' holds no Test set:", Assert.Throws<DatasetException>(() => Load(new() { Given = folder.Path, Cache = Cache })).Message);
    }

    [Fact]
    public void What_is_found_nowhere_is_downloaded_once()
    {
        using LoopbackServer server = new(name => LoopbackServer.Ok(Files[name]));
        ImageDataset dataset = Load(new() { Cache = Cache }, server.Address);
        Assert.Equal((6, 5), (dataset.Training.Count, dataset.Test.Count));
        Assert.Equal(4, server.Requests);
        Load(new() { Cache = Cache }, server.Address);
        Assert.Equal(4, server.Requests);
        Assert.Equal(Files.Keys.Order(), Directory.GetFiles(folder.File("cache/test-set")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_download_cut_short_is_completed_the_next_time()
    {
        using (LoopbackServer broken = new(name => name.StartsWith("t10k-labels") ? LoopbackServer.NotFound() : LoopbackServer.Ok(Files[name])))
        {
            Assert.Contains("404", DatasetDownload.TryFetch(Description([broken.Address]), folder.File("cache/test-set"), reports.Add));
        }

        using LoopbackServer server = new(name => LoopbackServer.Ok(Files[name]));
        Assert.Equal("Test set", Load(new() { Cache = Cache }, server.Address).Title);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void The_next_mirror_serves_where_one_fails()
    {
        using LoopbackServer broken = new(_ => LoopbackServer.NotFound());
        using LoopbackServer server = new(name => LoopbackServer.Ok(Files[name]));
        Assert.Equal("Test set", Load(new() { Cache = Cache }, broken.Address, server.Address).Title);
    }

    public static TheoryData<string, Func<string, byte[]>, string> BadAnswers => new()
    {
        { "404", _ => LoopbackServer.NotFound(), "answered 404 Not Found" },
        { "redirect", _ => Encoding.ASCII.GetBytes("HTTP/1.1 301 Moved Permanently\r\nLocation: https://elsewhere/\r\n\r\n"), "answered 301 Moved Permanently" },
        { "other bytes", name => LoopbackServer.Ok(new byte[Files[name].Length]), "is not the published file: its SHA-256 differs" },
        { "too long", name => LoopbackServer.Ok([.. Files[name], 0]), "is not the published file: its SHA-256 differs" },
        { "truncated", name => LoopbackServer.Ok(Files[name])[..^5], $"ended after {Files["train-images-idx3-ubyte.gz"].Length - 5} of {Files["train-images-idx3-ubyte.gz"].Length} bytes" },
        { "no HTTP", _ => Encoding.ASCII.GetBytes("SSH-2.0-OpenSSH_9.2\r\n"), "answered with something that is not HTTP" },
        { "nothing", _ => [], "answered with something that is not HTTP" },
        { "an endless head", _ => Encoding.ASCII.GetBytes("HTTP/1.0 200 OK\r\nX: " + new string('x', 40_000)), "answered with something that is not HTTP" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public void A_bad_answer_is_told_and_leaves_no_file(string what, Func<string, byte[]> answer, string reason)
    {
        Assert.NotEmpty(what);
        using LoopbackServer server = new(answer);
        string? failure = DatasetDownload.TryFetch(Description([server.Address]), Cache, reports.Add);
        Assert.Equal($"{server.Address}train-images-idx3-ubyte.gz {reason}", failure);
        Assert.True(!Directory.Exists(Cache) || Directory.GetFiles(Cache).Length == 0);
    }

    [Fact]
    public void Without_a_network_the_drawn_digits_serve_and_it_is_said()
    {
        int closedPort;
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            closedPort = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        ImageDataset dataset = Load(new() { Cache = Cache }, new Uri($"http://127.0.0.1:{closedPort}/"));
        Assert.Equal((10_000, 2_000), (dataset.Training.Count, dataset.Test.Count));
        Assert.StartsWith("Test set was found in no folder and could not be downloaded (127.0.0.1 cannot be reached: ", Assert.Single(reports));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_an_error()
    {
        folder.Write("cache", [1]);
        using LoopbackServer server = new(name => LoopbackServer.Ok(Files[name]));
        DatasetException exception = Assert.Throws<DatasetException>(() => Load(new() { Cache = Cache }, server.Address));
        Assert.StartsWith($"The cache '{folder.File("cache/test-set")}' cannot be written: ", exception.Message);
    }

    [Fact]
    public void A_damaged_file_in_the_cache_is_an_error()
    {
        WriteFiles("cache/test-set", Files.Keys);
        folder.Write("cache/test-set/train-images-idx3-ubyte.gz", Files["train-images-idx3-ubyte.gz"][..^4]);
        Assert.Contains("train-images-idx3-ubyte.gz' does not end as", Assert.Throws<DatasetException>(() => Load(new() { Cache = Cache })).Message);
    }

    private ImageDataset Load(DatasetFolders folders, params Uri[] mirrors) => ImageDataset.Load(Description(mirrors), folders, reports.Add);

    private void WriteFiles(string subfolder, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            folder.Write(Path.Combine(subfolder, name), Files[name]);
        }
    }

    private static ImageDatasetDescription Description(Uri[] mirrors) => ImageDatasetDescription.Mnist with
    {
        Name = "test-set",
        Title = "Test set",
        TrainingImages = Published("train-images-idx3-ubyte.gz"),
        TrainingLabels = Published("train-labels-idx1-ubyte.gz"),
        TestImages = Published("t10k-images-idx3-ubyte.gz"),
        TestLabels = Published("t10k-labels-idx1-ubyte.gz"),
        Mirrors = mirrors,
        SystemFolders = [],
    };

    private static PublishedFile Published(string name) => new(name, Files[name].Length, Convert.ToHexString(SHA256.HashData(Files[name])));
}
