using System.CommandLine;
using ModelGen.Benchmarks.Layers;
using ModelGen.Benchmarks.Peers;

RootCommand root = new("ModelGen's benchmarks.") { PeersCommand.Create(), LayersCommand.Create(), MemoryCommand.Create() };
return root.Parse(args).Invoke();
