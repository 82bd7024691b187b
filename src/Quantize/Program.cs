Console.WriteLine("edgelstm");
