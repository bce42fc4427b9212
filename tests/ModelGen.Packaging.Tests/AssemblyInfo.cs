using ModelGen.Packaging.Tests;

// Each test builds with all processors already; the folders that builds share are made once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(PackageFeed))]
[assembly: AssemblyFixture(typeof(PublishedSample))]
