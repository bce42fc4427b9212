using ModelGen.Packaging.Tests;
using Xunit.Sdk;
using Xunit.v3;

// Each test builds with all processors already; the folders that builds share are made once.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(PackageFeed))]
[assembly: AssemblyFixture(typeof(PublishedSample))]
[assembly: AssemblyFixture(typeof(PublishedStandIn))]
