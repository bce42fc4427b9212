using System.CommandLine;
using ModelGen.Benchmarks.Peers;

RootCommand root = new("ModelGen's benchmarks.") { PeersCommand.Create(), MemoryCommand.Create() };
return root.Parse(args).Invoke();
