using System.CommandLine;
using ModelGen.Benchmarks.Comparison;
using ModelGen.Benchmarks.Generating;
using ModelGen.Benchmarks.Layers;
using ModelGen.Benchmarks.Micro;
using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Products;

RootCommand root = new("ModelGen's benchmarks.")
{
    ComparisonCommand.Create("peers", "Networks as emitted against libtorch.", PeerCase.All),
    ComparisonCommand.Create("gemm", "Products of matrices as emitted against libtorch.", ProductCase.All),
    ScalingCommand.Create([.. PeerCase.All]),
    LayersCommand.Create(),
    MicroCommand.Create(),
    GeneratorCommand.Create(),
    GeneratorCommand.CreateOnce(),
    EditingCommand.CreateOnce(),
    BuildsCommand.Create(),
    MemoryCommand.Create([.. PeerCase.All, .. ProductCase.All]),
};
return root.Parse(args).Invoke();
